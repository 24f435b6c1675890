// Says by the title, once, that a visit of the day stands in a frame that was drawn.
(() => {
  let seen = false;
  const look = () => {
    if (!seen && document.querySelector("[id^=visit-]") !== null) {
      seen = true;
      requestAnimationFrame(() => {
        const frame = new MessageChannel();
        frame.port1.onmessage = () => { document.title = "painted"; };
        frame.port2.postMessage(null);
      });
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
})();
