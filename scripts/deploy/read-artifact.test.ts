import { describe, expect, it } from 'vitest';
import { readArtifact } from './read-artifact.ts';

const LIBRARY = '0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD';

describe('readArtifact', () => {
  it('gives creation code with its prefix', () => {
    expect(readArtifact('uniswap-v2-factory')).toMatch(/^0x60[0-9a-f]+$/);
  });

  it('fills in the address of a library, and nothing else', () => {
    const code = readArtifact('nonfungible-token-position-descriptor', { NFTDescriptor: LIBRARY });
    const other = readArtifact('nonfungible-token-position-descriptor', {
      NFTDescriptor: `0x${'0'.repeat(40)}`,
    });
    expect(code.split(LIBRARY.slice(2).toLowerCase())).toHaveLength(2);
    expect(code.replace(LIBRARY.slice(2).toLowerCase(), '0'.repeat(40))).toBe(other);
  });

  it('refuses to leave a library out', () => {
    expect(() => readArtifact('nonfungible-token-position-descriptor')).toThrow(/NFTDescriptor/);
  });

  it('refuses names that are no artifact', () => {
    expect(() => readArtifact('no-such-contract')).toThrow(/no-such-contract/);
  });
});
