import { Fragment, type ReactNode } from "react";
import { language, money, phone, usDate } from "../format.ts";
import type {
  ContactView,
  CoverageView,
  EligibilityView,
  Part,
  PatientCard,
  PatientRow,
  VisitLine,
} from "../ipc/bindings.ts";
import { type OnPage, useOnPage } from "../ipc/freshness.ts";
import { useEmergency, usePreferences } from "../ipc/session.ts";
import { Card, Facts } from "../kit/card.tsx";
import { Tag, type Tone } from "../kit/tag.tsx";
import { text } from "../text.ts";
import { stateWord } from "../visit-state.ts";
import { Allergies } from "./allergies.tsx";
import styles from "./card.module.css";
import { patientsText } from "./text.ts";
import { visitWhen } from "./words.ts";

type AgeOf = (instant: string | null) => string;

const t = patientsText.card;

/** The parts of a card, in the order a front desk asks for them; whether what was never read is on its way. */
export function CardParts({ card, ageOf, comes }: { card: PatientCard; ageOf: AgeOf; comes: boolean }) {
  const isWhole = useEmergency() === null;
  useOnPage(partsOf(card, isWhole).map(([part, read]) => [part, read, comes]));
  if (!isWhole) {
    return (
      <>
        <Visits title={t.next} none={t.noNext} part={card.nextVisits} ageOf={ageOf} />
        <Contact card={card} age={ageOf(card.asOf)} />
        <Allergies allergies={card.allergies} ageOf={ageOf} />
        <Visits title={t.last} none={t.noLast} part={card.lastVisits} ageOf={ageOf} />
        <p className={styles.none}>{t.withheld}</p>
      </>
    );
  }
  return (
    <>
      <Visits title={t.next} none={t.noNext} part={card.nextVisits} ageOf={ageOf} />
      <Contact card={card} age={ageOf(card.asOf)} />
      <Allergies allergies={card.allergies} ageOf={ageOf} />
      <Rows title={t.insurances} none={t.noInsurance} part={card.coverages} ageOf={ageOf}>
        {(coverage) => <Coverage key={coverage.id} coverage={coverage} />}
      </Rows>
      <Rows title={t.balances} none={t.noBalance} part={card.balances} ageOf={ageOf}>
        {(balance, index) => (
          <li key={`${balance.providerGroup}-${index}`} className={styles.line}>
            <span>
              {t.owedTo(balance.providerGroup)}
              {balance.departments.length === 0 ? null : <small>{balance.departments.join(", ")}</small>}
            </span>
            <b className={styles.amount}>
              {balance.cents < 0 ? t.credit(money(balance.cents)) : money(balance.cents)}
            </b>
          </li>
        )}
      </Rows>
      <Visits title={t.last} none={t.noLast} part={card.lastVisits} ageOf={ageOf} />
      <Rows title={t.custom} none={t.noCustom} part={card.customValues} ageOf={ageOf}>
        {(value) => (
          <li key={value.field} className={styles.line}>
            <span>{value.name}</span>
            <b>{value.value}</b>
          </li>
        )}
      </Rows>
    </>
  );
}

/** The parts of a card that are shown, each with when it was read. */
function partsOf(card: PatientCard, isWhole: boolean): OnPage[] {
  const { allergies } = card;
  const asked = allergies.standing !== "withheld" && allergies.trouble === null;
  return [
    ["visits", card.nextVisits.asOf],
    ["patient", card.asOf],
    ...(asked ? [["allergies", allergies.asOf] as const] : []),
    ...(isWhole
      ? ([
          ["coverages", card.coverages.asOf],
          ["balances", card.balances.asOf],
          ["customFields", card.customValues.asOf],
        ] as const)
      : []),
  ];
}

/** What a row of the list tells already, where the card will have it. */
export function RowParts({ row }: { row: PatientRow }) {
  return (
    <Card title={t.next}>
      {row.nextVisit === null ? (
        <p className={styles.none}>{row.bookedKnown ? t.noNext : t.neverRead}</p>
      ) : (
        <ul className={styles.lines}>
          <VisitItem visit={row.nextVisit} />
        </ul>
      )}
    </Card>
  );
}

function Rows<Row>({
  title,
  none,
  part,
  ageOf,
  children,
}: {
  title: string;
  none: string;
  part: Part<Row>;
  ageOf: AgeOf;
  children: (row: Row, index: number) => ReactNode;
}) {
  const age = ageOf(part.asOf);
  return (
    <Card title={title} age={age === t.neverRead && part.rows.length > 0 ? t.notAllRead : age}>
      {part.rows.length > 0 ? <ul className={styles.lines}>{part.rows.map(children)}</ul> : null}
      {part.rows.length === 0 && part.asOf !== null ? <p className={styles.none}>{none}</p> : null}
    </Card>
  );
}

function Contact({ card, age }: { card: PatientCard; age: string }) {
  const { contact } = card;
  const rows = [...contactFacts(contact), ...placeFacts(card)];
  const known = rows.some(([, value]) => value !== null);
  return (
    <Card title={t.identity} age={age}>
      {known ? <Facts rows={rows} /> : <p className={styles.none}>{t.noContact}</p>}
    </Card>
  );
}

function contactFacts(contact: ContactView): (readonly [string, ReactNode])[] {
  const texts = contact.consentToText;
  return [
    [t.mobile, contact.mobilePhone === null ? null : phone(contact.mobilePhone)],
    [t.home, contact.homePhone === null ? null : phone(contact.homePhone)],
    [t.work, contact.workPhone === null ? null : phone(contact.workPhone)],
    // biome-ignore lint/correctness/useJsxKeyInIterable: as below
    [t.email, contact.email === null ? null : <Email address={contact.email} />],
    // biome-ignore lint/correctness/useJsxKeyInIterable: a pair of a name and a value, not a list of elements
    [t.address, contact.address.length === 0 ? null : <Address lines={contact.address} />],
    [t.prefers, contact.preference === null ? null : preferenceWord(contact.preference)],
    [t.texts, texts === null ? null : texts ? t.textsYes : t.textsNo],
    [t.language, contact.language === null ? null : language(contact.language)],
  ];
}

// A word that is not known here is shown as athenahealth gives it.
function preferenceWord(preference: string): string {
  const words: Record<string, string> = patientsText.preference;
  return words[preference.toUpperCase()] ?? preference;
}

function placeFacts(card: PatientCard): (readonly [string, ReactNode])[] {
  return [
    [t.current, card.department],
    [t.primary, card.primaryDepartment === card.department ? null : card.primaryDepartment],
    [t.provider, card.provider],
    [t.status, card.status],
  ];
}

// Broken after its @ where it is too long for a line, and after a dot only where a half of it still is.
function Email({ address }: { address: string }) {
  return pieces(address, /[^@]*@|[^@]+$/g).map(([before, half]) => (
    <span key={before} className={styles.half}>
      {pieces(half, /[^.]*\.|[^.]+$/g).map(([earlier, part]) => (
        <Fragment key={earlier}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  ));
}

// What matches, each with all that stands before it.
function pieces(whole: string, pattern: RegExp): [string, string][] {
  return [...whole.matchAll(pattern)].map((found) => [whole.slice(0, found.index), found[0]]);
}

function Address({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => (
    <span key={line} className={styles.address}>
      {line}
    </span>
  ));
}

function Visits({
  title,
  none,
  part,
  ageOf,
}: {
  title: string;
  none: string;
  part: Part<VisitLine>;
  ageOf: AgeOf;
}) {
  return (
    <Rows title={title} none={none} part={part} ageOf={ageOf}>
      {(visit) => <VisitItem key={visit.id} visit={visit} />}
    </Rows>
  );
}

function VisitItem({ visit }: { visit: VisitLine }) {
  const [{ hourClock }] = usePreferences();
  const about = [visit.kind, visit.provider, visit.department, visit.zone];
  return (
    <li className={styles.line}>
      <span>
        {visitWhen(visit, hourClock)}
        <small>{about.filter((part) => part !== "").join(text.dot)}</small>
      </span>
      <em>{stateWord(visit.state)}</em>
    </li>
  );
}

function Coverage({ coverage }: { coverage: CoverageView }) {
  const facts = [
    sequenceWord(coverage.sequence),
    coverage.memberId === null ? null : t.member(coverage.memberId),
    coverage.policyNumber === null ? null : t.policy(coverage.policyNumber),
    coverage.relationship === null || /^self$/i.test(coverage.relationship)
      ? null
      : t.holder(coverage.relationship),
    coverage.expires === null ? null : t.expires(usDate(coverage.expires)),
    coverage.cancelled === null ? null : t.cancelled(usDate(coverage.cancelled)),
    ...coverage.copays.map((copay) => t.copay(copay.kind, money(copay.cents))),
  ].filter((fact) => fact !== null);
  return (
    <li className={styles.coverage}>
      <div className={styles.line}>
        <b className={coverage.active ? "" : styles.ended}>{coverage.plan}</b>
        {coverage.selfPay ? (
          <Tag tone="quiet">{t.selfPay}</Tag>
        ) : (
          <Eligibility known={coverage.eligibility} />
        )}
      </div>
      <small>{[coverage.payer, ...facts].filter((fact) => fact !== null).join(text.dot)}</small>
      {coverage.active ? null : <small className={styles.stop}>{t.inactive}</small>}
      {coverage.selfPay ? null : <Checked known={coverage.eligibility} />}
    </li>
  );
}

function sequenceWord(sequence: number | null): string | null {
  const words: Record<number, string> = { 1: t.primaryPolicy, 2: t.secondaryPolicy, 3: t.tertiaryPolicy };
  return sequence === null ? null : (words[sequence] ?? t.otherPolicy(sequence));
}

function Eligibility({ known }: { known: EligibilityView | null }) {
  return known === null ? (
    <Tag tone="quiet">{t.neverChecked}</Tag>
  ) : (
    <Tag tone={toneOf(known)}>{known.status}</Tag>
  );
}

function Checked({ known }: { known: EligibilityView | null }) {
  if (known === null) {
    return null;
  }
  const when = known.checked === null ? t.neverChecked : t.checked(usDate(known.checked));
  return <small>{[when, known.reason, known.message].filter((part) => part !== null).join(text.dot)}</small>;
}

// athenahealth's own words; one that is not known here stays neutral and is shown as it is.
function toneOf({ status }: EligibilityView): Tone {
  switch (status.toLowerCase()) {
    case "eligible":
      return "good";
    case "ineligible":
      return "stop";
    case "unverified":
    case "not verified":
      return "warn";
    default:
      return "quiet";
  }
}
