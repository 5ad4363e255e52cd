import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeploymentRecordError } from './parse-deployment.ts';
import { readDeployment } from './read-deployment.ts';

let networkDir = '';

beforeEach(() => {
  networkDir = mkdtempSync(join(tmpdir(), 'lux-env-'));
});

afterEach(() => {
  rmSync(networkDir, { recursive: true, force: true });
});

describe('readDeployment', () => {
  it('finds nothing on a local network that was never deployed to', () => {
    expect(readDeployment({ network: 'local', chainId: 1337, networkDir })).toBeNull();
  });

  it('names the file of a damaged record', () => {
    const path = join(networkDir, 'deployment.json');
    writeFileSync(path, '{"version":1,');
    const read = () => readDeployment({ network: 'local', chainId: 1337, networkDir });
    expect(read).toThrow(DeploymentRecordError);
    expect(read).toThrow(path);
  });

  it('knows the main network, whatever lies in its folder', () => {
    writeFileSync(join(networkDir, 'deployment.json'), 'ignored');
    const deployment = readDeployment({ network: 'lux', chainId: 96369, networkDir });
    expect(deployment?.contracts.wlux).toBe('0x52c84043cd9c865236f11d9fc9f56aa003c1f922');
  });

  it.each(['lux-testnet', 'zoo'] as const)('knows of nothing on %s', (network) => {
    expect(readDeployment({ network, chainId: 1, networkDir })).toBeNull();
  });
});
