import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHeadStore } from './head-store.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;
const known = { chainId: 1337, genesisHash: HASH, blocks: [{ number: 4, hash: HASH }] };

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'head-store-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the head store', () => {
  it('knows nothing at first, and later what was saved last', async () => {
    const networkDir = join(folder, 'local-1337');
    const store = createHeadStore(networkDir);
    expect(await store.load()).toBeNull();
    await store.save({ ...known, blocks: [] });
    await store.save(known);
    expect(await createHeadStore(networkDir).load()).toMatchObject(known);
    expect(await readdir(networkDir)).toEqual(['chain-head.json']);
  });

  it('is not confused by a half-written successor', async () => {
    const store = createHeadStore(folder);
    await store.save(known);
    await writeFile(join(folder, 'chain-head.json.next'), '{"version":1,"chai');
    expect(await store.load()).toMatchObject(known);
    await store.save({ ...known, chainId: 5 });
    expect(await store.load()).toMatchObject({ chainId: 5 });
  });

  it.each([
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"chainId":1,"genesisHash":"0x","blocks":[]}',
  ])('knows nothing when the file holds %j', async (text) => {
    await writeFile(join(folder, 'chain-head.json'), text);
    expect(await createHeadStore(folder).load()).toBeNull();
  });
});
