import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import { addressField, countField, hashField } from '#lib/protocol/fields.ts';
import type { CursorStore } from './custody-watcher.ts';

const FILE_NAME = 'custody-cursor.json';

const blockSchema = z.object({ number: countField(), hash: hashField });

const fileSchema = z.object({
  version: z.literal(1),
  contract: addressField,
  block: blockSchema,
  told: z.nullable(blockSchema),
});

/**
 * Keeps in `custody-cursor.json` up to which block one contract's events were told; of another
 * contract nothing is remembered, so that it is read from its beginning.
 */
export function createCustodyCursor({
  networkDir,
  contract,
}: {
  readonly networkDir: string;
  readonly contract: Address;
}): CursorStore {
  const path = join(networkDir, FILE_NAME);
  const ours = contract.toLowerCase();
  return {
    async load() {
      const content = await readFile(path, 'utf8').catch(() => null);
      if (content === null) return null;
      // What cannot be read costs no more than reading the chain once more.
      const parsed = fileSchema.safeParse(jsonOrNull(content));
      if (!parsed.success || parsed.data.contract.toLowerCase() !== ours) return null;
      const { block, told } = parsed.data;
      return { block, told };
    },
    async save({ block, told }) {
      await mkdir(networkDir, { recursive: true });
      const temporary = `${path}.next`;
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(JSON.stringify({ version: 1, contract: ours, block, told }));
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
