import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fieldNextText } from "../failure-text.ts";
import { datedDay } from "../format.ts";
import type { Vaults } from "../ipc/bindings.ts";
import { read, useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Field } from "../kit/field.tsx";
import { Late } from "../kit/notice.tsx";
import { Pick } from "../kit/pick.tsx";
import { text } from "../text.ts";
import { Failed } from "./failed.tsx";
import styles from "./keys.module.css";
import { keysText } from "./text.ts";

const t = keysText.restore;

/** What another computer exported, in place of what is here: nothing yet, or only a look around. */
export function Restore({
  heading = "h2",
}: {
  /** What its heading is, under the heading that stands above it. */
  heading?: "h2" | "h3";
}) {
  const [asking, setAsking] = useState(false);
  return asking ? (
    <Asking Heading={heading} onBack={() => setAsking(false)} />
  ) : (
    <div className={styles.acts}>
      <Button weight="quiet" onPress={() => setAsking(true)}>
        {t.act}
      </Button>
    </div>
  );
}

type Under = { Heading: "h2" | "h3"; onBack: () => void };

function Asking({ Heading, onBack }: Under) {
  const vaults = useQuery(read("vault_list", {}));
  if (vaults.data === undefined) {
    return vaults.error === null ? <Late>{text.loading}</Late> : <Failed failure={vaults.error.failure} />;
  }
  if (vaults.data.replaces === "own") {
    return (
      <section className={styles.box} aria-label={t.title}>
        <Heading>{t.title}</Heading>
        <p>{t.own}</p>
        <div className={styles.acts}>
          <Button autoFocus onPress={onBack}>
            {text.back}
          </Button>
        </div>
      </section>
    );
  }
  return vaults.data.rows.length === 0 ? (
    <section className={styles.box} aria-label={t.title}>
      <Heading>{t.title}</Heading>
      <p>{t.lead(vaults.data.folder)}</p>
      <p className={styles.note}>{t.none}</p>
      <div className={styles.acts}>
        <Button autoFocus isPending={vaults.isFetching} onPress={() => void vaults.refetch()}>
          {t.look}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {t.no}
        </Button>
      </div>
    </section>
  ) : (
    <Chosen vaults={vaults.data} Heading={Heading} onBack={onBack} />
  );
}

function Chosen({ vaults, Heading, onBack }: Under & { vaults: Vaults }) {
  const [name, setName] = useState(vaults.rows[0]?.name ?? "");
  const [passphrase, setPassphrase] = useState("");
  const [own, setOwn] = useState("");
  const restore = useWrite("vault_restore");
  const failure = restore.error?.failure;
  const isWeak = failure?.code === "invalid" && failure.field === "passphrase";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    restore.mutate({ name, passphrase, ...(vaults.ownPassphrase ? { ownPassphrase: own } : {}) });
  };
  return (
    <form className={styles.box} onSubmit={submit} aria-label={t.title}>
      <Heading>{t.title}</Heading>
      <Pick
        wide
        label={t.which}
        options={vaults.rows.map((row) => ({
          id: row.name,
          name: t.row(datedDay(row.exported.slice(0, 10)), row.name),
        }))}
        value={name}
        onChange={setName}
      />
      <Field label={t.passphrase} value={passphrase} onChange={setPassphrase} secret autoFocus />
      {vaults.ownPassphrase ? (
        <Field
          label={t.ownPassphrase}
          hint={t.ownHint}
          value={own}
          onChange={setOwn}
          error={isWeak ? fieldNextText.passphrase : undefined}
          secret
        />
      ) : null}
      <p className={styles.note}>{t.after}</p>
      {vaults.replaces === "trial" ? <p>{t.trial}</p> : null}
      {isWeak && vaults.ownPassphrase ? null : <Failed failure={failure} />}
      <div className={styles.acts}>
        <Button weight="first" type="submit" isPending={restore.isPending}>
          {t.yes}
        </Button>
        <Button weight="quiet" onPress={onBack}>
          {t.no}
        </Button>
      </div>
    </form>
  );
}
