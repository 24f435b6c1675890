import type { KeyboardEvent } from "react";
import type { AlikeView, WriteRow } from "../ipc/bindings.ts";
import { useWrite } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Panel, PanelHead } from "../kit/panel.tsx";
import { Tag } from "../kit/tag.tsx";
import { PersonLine } from "../person.tsx";
import { useOpenPatient } from "../place/open-patient.ts";
import { usePlace, usePlaceStore } from "../place/place.tsx";
import { text } from "../text.ts";
import type { Deeds } from "./deeds.tsx";
import { Detail } from "./detail.tsx";
import { Said } from "./dialogs.tsx";
import { writesText } from "./text.ts";
import { nameOf } from "./words.ts";

const t = writesText;

/** One write, whole, and what can be done with it. */
export function WritePanel({
  row,
  deeds,
  onClose,
  onCard,
  onKeyDown,
}: {
  row: WriteRow;
  deeds: Deeds;
  onClose: () => void;
  onCard: (() => void) | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  const entering = usePlace("entering");
  const place = usePlaceStore();
  const openPatient = useOpenPatient();
  const discard = useWrite("write_discard");
  // Whoever is registered already needs no draft: their card is opened in its place.
  const onThem = ({ patient }: AlikeView) =>
    void discard.mutateAsync({ write: row.id }).then(
      () => openPatient(patient),
      () => undefined,
    );
  const offered = deeds.of(row);
  return (
    <Panel
      label={t.panel}
      of={row.id}
      closeLabel={text.close}
      onClose={onClose}
      entering={entering === "write"}
      onEntered={() => place.set({ entering: null })}
      keys="besideList"
      onKeyDown={onKeyDown}
      head={
        <PanelHead
          title={nameOf(row)}
          tags={
            row.flags.length === 0
              ? undefined
              : row.flags.map((flag) => (
                  <Tag key={flag} tone={flag === "deceased" ? "stop" : "quiet"}>
                    {text.flag[flag]}
                  </Tag>
                ))
          }
        >
          <PersonLine sex={null} age={null} dob={row.dob} id={row.patient} />
        </PanelHead>
      }
      acts={
        <>
          {offered.map(({ deed, run, isPending }, at) => (
            <Button
              key={deed}
              action={`writes.${deed}`}
              weight={at === 0 && deed !== "discard" && deed !== "undo" ? "first" : "plain"}
              isPending={isPending}
              onPress={run}
            >
              {t.deeds[deed]}
            </Button>
          ))}
          {onCard === undefined ? null : (
            <Button weight="quiet" action="writes.card" onPress={onCard}>
              {t.deeds.card}
            </Button>
          )}
        </>
      }
    >
      <Said failure={deeds.failure ?? discard.error?.failure} />
      <Detail row={row} onThem={row.can.includes("discard") ? onThem : undefined} />
    </Panel>
  );
}
