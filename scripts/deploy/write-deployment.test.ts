import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/network.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { writeDeployment } from './write-deployment.ts';

const deployment: Deployment = {
  version: 1,
  network: 'local',
  chainId: 1337,
  genesisHash: `0x${'ab'.repeat(32)}`,
  contracts: { wlux: `0x${'12'.repeat(20)}` },
  tokens: [
    {
      kind: 'token',
      address: `0x${'12'.repeat(20)}`,
      symbol: 'WLUX',
      name: 'Wrapped LUX',
      decimals: 18,
      permit: false,
    },
  ],
};

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-record-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('writeDeployment', () => {
  it('writes what readDeployment reads, into a folder that need not exist', async () => {
    const networkDir = join(folder, 'local-1337');
    await writeDeployment(join(networkDir, 'deployment.json'), deployment);
    expect(readDeployment({ network: 'local', chainId: 1337, networkDir })).toEqual(deployment);
    expect(readdirSync(networkDir)).toEqual(['deployment.json']);
  });

  it('does not touch a record that says the same', async () => {
    const path = join(folder, 'deployment.json');
    await writeDeployment(path, deployment);
    const before = statSync(path);
    await writeDeployment(path, deployment);
    const after = statSync(path);
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it('replaces a record that says something else, as a new file', async () => {
    const path = join(folder, 'deployment.json');
    await writeDeployment(path, deployment);
    const before = statSync(path);
    await writeDeployment(path, { ...deployment, contracts: {} });
    expect(statSync(path).ino).not.toBe(before.ino);
    expect(JSON.parse(readFileSync(path, 'utf8')).contracts).toEqual({});
  });
});
