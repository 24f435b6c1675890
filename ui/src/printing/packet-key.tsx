import { useState } from "react";
import { useEmergency, useMay } from "../ipc/session.ts";
import { useActions } from "../kit/keymap.tsx";
import { Modal } from "../kit/modal.tsx";
import { PacketCard } from "./packet-card.tsx";
import styles from "./printing.module.css";
import { printingText } from "./text.ts";

/** The key that shows the packet for an outage, where it can be made. */
export function PacketKey() {
  const may = useMay("makePacket");
  const isWhole = useEmergency() === null;
  const [isOpen, setOpen] = useState(false);
  useActions({ "schedule.packet": may && isWhole ? () => setOpen(true) : undefined });
  return isOpen ? (
    <Modal title={printingText.packet.title} onClose={() => setOpen(false)}>
      <div className={styles.box}>
        <PacketCard />
      </div>
    </Modal>
  ) : null;
}
