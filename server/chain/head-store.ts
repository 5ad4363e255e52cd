import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { countField, hashField } from '#lib/protocol/fields.ts';
import type { HeadHistory } from './head-history.ts';

/** What is remembered of the chain across restarts. */
export type KnownChain = {
  readonly chainId: number;
  readonly genesisHash: `0x${string}`;
  readonly blocks: HeadHistory;
};

export type HeadStore = {
  /** `null` when nothing is remembered, or what is there cannot be read. */
  load(): Promise<KnownChain | null>;
  save(known: KnownChain): Promise<void>;
};

const FILE_NAME = 'chain-head.json';

const fileSchema = z.object({
  version: z.literal(1),
  chainId: countField(),
  genesisHash: hashField,
  blocks: z.array(z.object({ number: countField(), hash: hashField })),
});

/** Keeps the newest block hashes in `chain-head.json`, replaced as a whole. */
export function createHeadStore(networkDir: string): HeadStore {
  const path = join(networkDir, FILE_NAME);
  return {
    async load() {
      const content = await readFile(path, 'utf8').catch(() => null);
      if (content === null) return null;
      const parsed = fileSchema.safeParse(jsonOrNull(content));
      return parsed.success ? parsed.data : null;
    },
    async save({ chainId, genesisHash, blocks }) {
      await mkdir(networkDir, { recursive: true });
      const temporary = `${path}.next`;
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(JSON.stringify({ version: 1, chainId, genesisHash, blocks }));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    },
  };
}

function jsonOrNull(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
