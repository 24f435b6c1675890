import { useEffect, useRef } from "react";
import type { AlikeView } from "../ipc/bindings.ts";
import { Button } from "../kit/button.tsx";
import { Compare } from "./compare.tsx";
import { Said } from "./dialogs.tsx";
import styles from "./form.module.css";
import { formText } from "./form-text.ts";
import { writesText } from "./text.ts";
import type { FormState } from "./use-form.ts";

/** Who may be registered already, side by side with whoever is to be. A person decides, by another key than the
 * one that brought them here: pressed twice, that one would rule out people whom nobody looked at. */
export function AlikeStep({
  alike,
  state,
  onThem,
}: {
  alike: readonly AlikeView[];
  state: FormState;
  onThem: (patient: AlikeView) => void;
}) {
  const { first = "", last = "" } = state.values;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const isSame = alike.some(({ likeness }) => likeness === "same");
  return (
    <div className={styles.step}>
      <div className={styles.head}>
        <h1 ref={title} tabIndex={-1}>
          {formText.alikeTitle}
        </h1>
        <p className={styles.muted}>{formText.alikeNext(`${first} ${last}`)}</p>
      </div>
      <div className={styles.compare}>
        <Compare alike={alike} onThem={onThem} />
        <p className={styles.muted}>{writesText.scoreMeans}</p>
      </div>
      <div className={styles.foot}>
        <Said failure={state.failure ?? undefined} />
        <div className={styles.acts}>
          <Button weight={isSame ? "danger" : "plain"} action="form.nobody" onPress={state.ruleOut}>
            {writesText.nobodyOfThese}
          </Button>
          <Button action="back" onPress={state.backToFields}>
            {formText.toForm}
          </Button>
        </div>
      </div>
    </div>
  );
}
