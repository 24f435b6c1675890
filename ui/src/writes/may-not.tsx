import { Blank } from "../kit/notice.tsx";
import { writesText } from "./text.ts";

/** Said to whoever may not write, in place of what they would write with. */
export function MayNot() {
  return <Blank title={writesText.mayNot} next={writesText.mayNotNext} />;
}
