import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

async function compiler(
  argument: string,
  input = '',
): Promise<{ out: string; code: number | null }> {
  const child = spawn(process.execPath, ['scripts/contracts/solc.ts', argument], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { out: await text(child.stdout), code: await closed };
}

/** Sources whose output is larger than a pipe's buffer, so that it cannot be written at once. */
function manyContracts(): string {
  const sources = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `C${index}.sol`,
      {
        content: `// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
contract C${index} { mapping(address => uint256) public balanceOf; function f() external {} }`,
      },
    ]),
  );
  const settings = {
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'], '': ['ast'] } },
  };
  return JSON.stringify({ language: 'Solidity', sources, settings });
}

describe('the compiler that forge is given', () => {
  it('tells its version as the native one would', async () => {
    const { out, code } = await compiler('--version');
    expect(out).toMatch(/^Version: 0\.8\.37\+commit\.[0-9a-f]{8}\.Linux\.g\+\+$/m);
    expect(code).toBe(0);
  });

  it('compiles standard JSON and writes an output that exceeds a pipe whole', async () => {
    const { out, code } = await compiler('--standard-json', manyContracts());
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(150_000);
    const { contracts, errors } = JSON.parse(out);
    expect(errors).toBeUndefined();
    expect(contracts['C59.sol'].C59.evm.bytecode.object).toMatch(/^60[0-9a-f]+$/);
  });

  it('refuses what it does not know', async () => {
    expect(await compiler('--link')).toEqual({ out: '', code: 2 });
  });
});
