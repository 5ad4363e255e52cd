import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFoundryBinary } from '../dev-chain/foundry-binary.ts';
import { differences, generatedFiles, presentFiles } from './generated-files.ts';

// node scripts/contracts/build.ts          compiles contracts/ and writes contracts-abi/
// node scripts/contracts/build.ts --check  compiles, writes nothing, and says what differs

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function main(): void {
  const check = process.argv.includes('--check');
  compile();
  const expected = generatedFiles(ROOT);
  const found = differences(ROOT, expected);
  if (check) {
    report(found);
  } else {
    write(expected);
    console.log(`contracts-abi: ${found.length} files changed of ${expected.size}`);
  }
}

/** Compiles with the release profile: what is committed is what is deployed. */
function compile(): void {
  // The compiler is a script that needs this Node.
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const env = { ...process.env, PATH: path, FOUNDRY_PROFILE: 'release' };
  execFileSync(findFoundryBinary('forge'), ['build', 'contracts/src', 'contracts/test/mocks'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
}

function report(found: readonly string[]): void {
  if (found.length === 0) {
    console.log('contracts-abi equals a fresh build');
    return;
  }
  console.error('contracts-abi differs from a fresh build:');
  for (const difference of found) console.error(`  ${difference}`);
  console.error('Run "npm run contracts" and commit the result.');
  process.exitCode = 1;
}

function write(expected: ReadonlyMap<string, string>): void {
  for (const path of presentFiles(ROOT)) {
    if (!expected.has(path)) rmSync(join(ROOT, path));
  }
  for (const [path, text] of expected) {
    const file = join(ROOT, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

main();
