import { useEffect, useState } from "react";
import { failureWords } from "../failure.ts";
import { span } from "../format.ts";
import type { Failure } from "../ipc/bindings.ts";
import { Unseen, useAnnounce } from "../kit/announce.tsx";
import { useNow } from "../kit/clock.tsx";
import { Notice } from "../kit/notice.tsx";
import { connectionsText } from "./text.ts";

const t = connectionsText.lock;

/** How long what was guessed too often rests yet, in milliseconds; nothing once it may be tried again. */
export function useRest(failure: Failure | undefined): number {
  const now = useNow(1_000);
  const [begun, setBegun] = useState({ failure, at: now });
  if (begun.failure !== failure) {
    setBegun({ failure, at: now });
  }
  const announce = useAnnounce();
  const whole = restOf(failure);
  const left = Math.min(whole, Math.max(0, begun.at + whole + 1_000 - now));
  const isOver = whole > 0 && left === 0;
  useEffect(() => {
    if (isOver) {
      announce(t.again);
    }
  }, [isOver, announce]);
  return left;
}

function restOf(failure: Failure | undefined): number {
  return failure?.code === "tooManyTries" || failure?.code === "passphraseRests" ? failure.retryAfterMs : 0;
}

/** Says so once to whoever listens, and counts down for whoever looks. */
export function RestNotice({ failure, left }: { failure: Failure; left: number }) {
  const { title, next } = failureWords(failure, "once");
  return (
    <Notice tone="error" title={title} next="">
      <Unseen>{next}</Unseen>
      <span aria-hidden="true">{t.restsYet(clockSpan(left))}</span>
    </Notice>
  );
}

function clockSpan(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  return seconds < 60 ? `${seconds} s` : `${span(seconds * 1_000)} ${seconds % 60} s`;
}
