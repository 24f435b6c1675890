import type { ReactNode } from "react";
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from "react-aria-components";
import styles from "./modal.module.css";
import { ModalFocus } from "./modal-focus.tsx";

/** A dialog over the window; the focus goes in, stays, and comes back to where it was. */
export function Modal({
  title,
  hideTitle = false,
  wide = false,
  alert = false,
  onClose,
  children,
}: {
  title: string;
  hideTitle?: boolean;
  /** Wide, or as wide as what is read in columns. */
  wide?: boolean | "columns";
  alert?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => (open ? undefined : onClose())}
      className={styles.over ?? ""}
    >
      <AriaModal
        className={`${styles.modal} ${wide === "columns" ? styles.columns : wide ? styles.wide : ""}`}
      >
        <Dialog
          role={alert ? "alertdialog" : "dialog"}
          className={styles.dialog ?? ""}
          data-keys="dialog"
          {...(hideTitle ? { "aria-label": title } : {})}
        >
          {hideTitle ? null : (
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
          )}
          {children}
          <ModalFocus />
        </Dialog>
      </AriaModal>
    </ModalOverlay>
  );
}
