// Tells how long it took from a key to the frame that shows what it brought. Neither side knows of it.
(() => {
  const frames = new MessageChannel();
  let pressed = null, ready = null, worked = null, painted = null, waiting = false;
  addEventListener("keydown", () => { pressed = performance.now(); }, true);
  frames.port1.onmessage = () => { painted = performance.now() - pressed; };
  const look = () => {
    if (waiting && pressed !== null && ready()) {
      waiting = false;
      worked = performance.now() - pressed;
      // The message comes after the frame that the callback belongs to was drawn.
      requestAnimationFrame(() => frames.port2.postMessage(null));
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  window.recorder = {
    expect(condition) {
      ready = condition;
      pressed = worked = painted = null;
      waiting = true;
    },
    painted: () => painted,
    worked: () => worked,
  };
})();
