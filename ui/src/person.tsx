import { Fragment } from "react";
import { personAge, spokenAge, usDate } from "./format.ts";
import type { Age } from "./ipc/bindings.ts";
import { Unseen } from "./kit/announce.tsx";
import { text } from "./text.ts";

/** How old somebody is: short to be read, and spelled out to be heard where it is more than a number. */
export function PersonAge({ age }: { age: Age }) {
  return age.unit === "years" ? (
    personAge(age)
  ) : (
    <>
      <span aria-hidden="true">{personAge(age)}</span>
      <Unseen>{spokenAge(age)}</Unseen>
    </>
  );
}

/** What tells one person from another beside the name: sex, age, birth date and id. */
export function PersonLine({
  sex,
  age,
  dob,
  id,
}: {
  sex: string | null;
  age: Age | null;
  dob: string | null;
  id: string | null;
}) {
  const parts = [
    ["sex", sex],
    ["age", age === null ? null : <PersonAge key="age" age={age} />],
    ["born", dob === null ? null : text.person.born(usDate(dob))],
    ["id", id === null ? null : text.person.id(id)],
  ] as const;
  return parts
    .filter(([, part]) => part !== null && part !== "")
    .map(([name, part], at) => (
      <Fragment key={name}>
        {at === 0 ? null : text.dot}
        {part}
      </Fragment>
    ));
}
