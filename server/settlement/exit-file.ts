import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import { addressField, countField } from '#lib/protocol/fields.ts';
import { type ExitFact, exitFact } from './exit-fact.ts';

/** What is kept of one contract's exits. */
export type KeptExits = {
  readonly facts: readonly ExitFact[];
  /** Up to this block all are here; `null` = nothing is known. */
  readonly through: number | null;
};

/** Keeps exits over a restart. */
export type ExitStore = {
  load(): Promise<KeptExits>;
  /** Adds facts, and says up to which block all are there now. */
  add(facts: readonly ExitFact[], through: number): Promise<void>;
};

const headLine = z.object({ version: z.literal(1), contract: addressField });
const throughLine = z.object({ through: countField() });

/**
 * Keeps the exits of a contract in a file, a line each: what is lost of it the chain tells once more.
 * Of another contract nothing is remembered.
 */
export function createExitFile(path: string, contract: Address): ExitStore {
  const ours = contract.toLowerCase();
  let isOurs = false;
  return {
    async load() {
      const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n').map(jsonOrNull);
      const head = headLine.safeParse(lines[0]);
      isOurs = head.success && head.data.contract.toLowerCase() === ours;
      return isOurs ? keptOf(lines.slice(1)) : { facts: [], through: null };
    },
    async add(facts, through) {
      // What a crash left of the last line must not spoil the first of these: a line of their own.
      const lines = [...facts, { through }].map((line) => `\n${JSON.stringify(line)}`);
      if (!isOurs) {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, `${JSON.stringify({ version: 1, contract: ours })}\n`);
        isOurs = true;
      }
      await appendFile(path, `${lines.join('')}\n`);
    },
  };
}

/** A line that was not written whole says nothing; what stood in it comes again. */
function keptOf(lines: readonly unknown[]): KeptExits {
  const facts: ExitFact[] = [];
  let through: number | null = null;
  for (const line of lines) {
    const fact = exitFact.safeParse(line);
    const position = throughLine.safeParse(line);
    if (fact.success) facts.push(fact.data);
    else if (position.success) through = position.data.through;
  }
  return { facts, through };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
