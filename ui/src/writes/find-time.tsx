import { useQuery } from "@tanstack/react-query";
import { age, usDate } from "../format.ts";
import type { Opening, SlotForm, SlotReason } from "../ipc/bindings.ts";
import { read } from "../ipc/commands.ts";
import { Button } from "../kit/button.tsx";
import { Choose } from "../kit/choose.tsx";
import { useNow } from "../kit/clock.tsx";
import { Field } from "../kit/field.tsx";
import { Many } from "../kit/many.tsx";
import { Late, Notice } from "../kit/notice.tsx";
import type { Wanted } from "../place/booking.ts";
import styles from "./booking.module.css";
import { bookingText } from "./booking-text.ts";
import { Said } from "./dialogs.tsx";
import { OpenMonth } from "./month.tsx";
import { OpeningList } from "./openings.tsx";
import type { Found } from "./use-openings.ts";
import { fromOf, placesOf, todayOf } from "./wanted.ts";

const t = bookingText;

/** As many as athenahealth is asked the reasons of at once, each department with each provider. */
const MOST_PAIRS = 24;

/** The reasons for which whoever is named sees patients; none where nobody is named, or too many are. */
export function useReasons(form: SlotForm, wanted: Wanted) {
  const { places } = placesOf(form, wanted);
  const pairs = places.length * wanted.providers.length;
  return useQuery({
    ...read("slot_reasons", {
      departments: places.map(({ id }) => id),
      providers: [...wanted.providers],
      whom: wanted.whom,
    }),
    enabled: pairs > 0 && pairs <= MOST_PAIRS,
  });
}

/** Who is asked for: of a reason those who see patients for it, as far as that is known. */
export function providersOf(wanted: Wanted, reasons: readonly SlotReason[] | undefined): readonly string[] {
  const { purpose, providers } = wanted;
  if (purpose === null || !("reason" in purpose)) {
    return providers;
  }
  const takes = reasons?.find(({ id }) => id === purpose.reason)?.providers ?? [];
  return providers.filter((id) => takes.includes(id));
}

/** What a time is looked for by, the month with how many each day has, and the next open times. */
export function FindTime({
  form,
  wanted,
  onWanted,
  reasons,
  found,
  onChoose,
}: {
  form: SlotForm;
  wanted: Wanted;
  onWanted: (change: Partial<Wanted>) => void;
  reasons: ReturnType<typeof useReasons>;
  found: Found;
  onChoose: (opening: Opening) => void;
}) {
  const now = useNow(1_000);
  const today = todayOf(form, wanted);
  const from = fromOf(form, wanted);
  const { left } = placesOf(form, wanted);
  const { openings } = found;
  return (
    <>
      <div className={styles.asked}>
        <PurposeField
          form={form}
          wanted={wanted}
          reasons={reasons.data?.rows ?? []}
          hint={wanted.providers.length === 0 ? t.reasonHint : undefined}
          onWanted={onWanted}
        />
        <Choose
          label={t.whomFor}
          options={[
            { id: "known", name: t.whoms.known },
            { id: "new", name: t.whoms.new },
          ]}
          value={wanted.whom}
          onChange={(id) => onWanted({ whom: id === "new" ? "new" : "known" })}
        />
        <Choose
          label={t.part}
          options={[
            { id: "", name: t.parts.any },
            { id: "morning", name: t.parts.morning },
            { id: "afternoon", name: t.parts.afternoon },
          ]}
          value={wanted.part ?? ""}
          onChange={(id) => onWanted({ part: id === "morning" || id === "afternoon" ? id : null })}
        />
        <Field
          label={t.from}
          hint={t.fromHint}
          value={wanted.typed}
          onChange={(typed) => onWanted({ typed })}
          error={from === null ? t.fromWrong : undefined}
          isOptional
        />
      </div>
      <div className={styles.sides}>
        <div className={styles.side}>
          <Many
            label={t.department}
            all={t.anyDepartment}
            options={form.departments.map(({ id, name, zone }) => ({ id, name: t.inZone(name, zone) }))}
            chosen={wanted.departments}
            onChange={(departments) => onWanted({ departments })}
          />
          <Many
            label={t.provider}
            all={t.anyProvider}
            options={form.providers}
            chosen={wanted.providers}
            onChange={(providers) => onWanted({ providers })}
          />
        </div>
        <OpenMonth
          day={from ?? today}
          today={today}
          days={openings?.days ?? null}
          onDay={(day) => onWanted({ typed: usDate(day) })}
        />
      </div>
      {left > 0 ? <p className={styles.muted}>{t.leftOut(left)}</p> : null}
      <Said failure={found.failure ?? reasons.error?.failure} />
      {found.failure !== undefined ? <Button onPress={found.again}>{t.again}</Button> : null}
      {found.isReading ? <Late>{t.finding}</Late> : null}
      {found.isOld ? (
        <Notice tone="warn" title={t.old} next={t.oldNext}>
          <Button onPress={found.again}>{t.again}</Button>
        </Notice>
      ) : null}
      {openings === null ? null : openings.rows.length === 0 ? (
        <Notice tone="notice" title={t.none} next={t.noneNext} />
      ) : (
        <>
          <OpeningList
            key={`${openings.asOf}${JSON.stringify(wanted)}`}
            openings={openings.rows}
            onChoose={onChoose}
          />
          <p className={styles.muted}>
            {t.asOf(age(openings.asOf, now))} {found.isReread ? t.reread : ""} {openings.more ? t.more : ""}
          </p>
        </>
      )}
    </>
  );
}

// Kinds of visits, and the reasons of whoever is named.
function PurposeField({
  form,
  wanted: { purpose },
  reasons,
  hint,
  onWanted,
}: {
  form: SlotForm;
  wanted: Wanted;
  reasons: readonly SlotReason[];
  hint: string | undefined;
  onWanted: (change: Partial<Wanted>) => void;
}) {
  const options = [
    ...form.kinds.map(({ id, name }) => ({ id: `kind:${id}`, name })),
    ...reasons.map(({ id, name }) => ({ id: `reason:${id}`, name: t.aReason(name) })),
  ];
  const value =
    purpose === null ? "" : "kind" in purpose ? `kind:${purpose.kind}` : `reason:${purpose.reason}`;
  return (
    <Choose
      label={t.kind}
      // A reason that nobody who is named sees patients for stays to be seen, and finds nothing.
      options={options.some(({ id }) => id === value) ? options : [{ id: value, name: t.noSuch }, ...options]}
      value={value}
      hint={hint}
      onChange={(chosen) => {
        const [what, id] = [chosen.split(":")[0], chosen.slice(chosen.indexOf(":") + 1)];
        onWanted({ purpose: what === "reason" ? { reason: id } : { kind: id } });
      }}
    />
  );
}
