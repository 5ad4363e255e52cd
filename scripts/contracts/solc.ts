#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';
import solc from 'solc';

// forge takes this file for a native solc: it asks for the version once, then sends each compilation
// as standard JSON. The compiler inside is the WebAssembly build that npm carries.

const STDIN = 0;
const STDOUT = 1;

function main(): void {
  if (process.argv.includes('--version')) {
    const version = solc.version().replace('.Emscripten.clang', '.Linux.g++');
    writeAll(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
  } else if (process.argv.includes('--standard-json')) {
    writeAll(solc.compile(readFileSync(STDIN, 'utf8')));
  } else {
    process.stderr.write('this compiler answers to --version and --standard-json only\n');
    process.exitCode = 2;
  }
}

/** Writes a text whole: it may exceed a pipe's buffer, and a pipe may not take it at once. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(STDOUT, bytes, offset);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

main();
