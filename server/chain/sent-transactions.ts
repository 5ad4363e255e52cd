import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Address, Hash } from '#lib/domain/address.ts';
import { countField, hashField } from '#lib/protocol/fields.ts';

/** One time that a transaction was sent; a replacement has the same nonce and offers more. */
export type Attempt = {
  readonly hash: Hash;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  /** The signed transaction. */
  readonly raw: Hash;
  /** Milliseconds since the epoch. */
  readonly sentMs: number;
};

/** A transaction of which it is not known yet what became of it. */
export type SentTransaction = {
  readonly from: Address;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hash;
  readonly gas: bigint;
  /** What it is for, in a person's words. */
  readonly purpose: string;
  readonly attempts: readonly Attempt[];
};

/** Remembers over a crash what was sent. */
export type SentStore = {
  load(): Promise<SentTransaction | null>;
  /** Resolves when it is on stable storage. */
  save(sent: SentTransaction | null): Promise<void>;
};

const FILE_NAME = 'operator-transaction.json';

const hexField = z.string().check(z.regex(/^0x[0-9a-fA-F]*$/));
const wei = z.pipe(
  z.string().check(z.regex(/^\d{1,78}$/)),
  z.transform((text: string) => BigInt(text)),
);

const fileSchema = z.object({
  version: z.literal(1),
  sent: z.nullable(
    z.object({
      from: hexField,
      nonce: countField(),
      to: hexField,
      data: hexField,
      gas: wei,
      purpose: z.string(),
      attempts: z.array(
        z.object({
          hash: hashField,
          maxFeePerGas: wei,
          maxPriorityFeePerGas: wei,
          raw: hexField,
          sentMs: countField(),
        }),
      ),
    }),
  ),
});

/** Keeps it in `operator-transaction.json`, replaced as a whole. */
export function createSentStore(networkDir: string): SentStore {
  const path = join(networkDir, FILE_NAME);
  return {
    async load() {
      const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (content === null) return null;
      // What was sent and cannot be read must not be sent again unseen: this stops the start.
      return fileSchema.parse(JSON.parse(content)).sent as SentTransaction | null;
    },
    async save(sent) {
      await mkdir(networkDir, { recursive: true });
      const temporary = `${path}.next`;
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify({ version: 1, sent }, bigintText));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      await syncFolder(networkDir);
    },
  };
}

/** So that the new name is on stable storage too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function bigintText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
