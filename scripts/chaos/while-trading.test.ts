import { describe, expect, it } from 'vitest';
import { whileTrading } from './while-trading.ts';

/** People of whom it is written down what they do. */
function crowd(fault: Error | null = null) {
  const did: string[] = [];
  return {
    did,
    begin: () => void did.push('begin'),
    async rest() {
      did.push('rest');
      await Promise.resolve();
      if (fault !== null) throw fault;
    },
  };
}

describe('whileTrading', () => {
  it('lets people rest when it is done', async () => {
    const people = crowd();
    await expect(whileTrading(people, async () => await Promise.resolve(7))).resolves.toBe(7);
    expect(people.did).toEqual(['begin', 'rest']);
  });

  it('lets people rest when it could not be done, and says why', async () => {
    const people = crowd(new Error('they met something'));
    const striking = whileTrading(people, async () => {
      await Promise.resolve();
      throw new Error('the node does not answer');
    });
    await expect(striking).rejects.toThrow('the node does not answer');
    expect(people.did).toEqual(['begin', 'rest']);
  });

  it('says what people met', async () => {
    const people = crowd(new Error('they met something'));
    const striking = whileTrading(people, async () => await Promise.resolve(7));
    await expect(striking).rejects.toThrow('they met something');
  });
});
