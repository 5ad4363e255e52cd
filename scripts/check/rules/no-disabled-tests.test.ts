import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noDisabledTests } from './no-disabled-tests.ts';

const lines = (text: string, path = 'lib/a.test.ts') =>
  sourceFindingLines(noDisabledTests, { path, text });

describe('no-disabled-tests', () => {
  it.each([
    "it.skip('a', () => {});",
    "describe.only('a', () => {});",
    "test.todo('a');",
    "it.fails('a', () => {});",
    "it.skipIf(slow)('a', () => {});",
    "test.fixme('a', () => {});",
    "test.describe.only('a', () => {});",
    "xit('a', () => {});",
    "it.skip.each(rows)('a', () => {});",
    "it.runIf(process.env.SLOW)('a', () => {});",
    "it('a', { retry: 3 }, () => {});",
  ])('objects to %s', (text) => {
    expect(lines(text)).toEqual([1]);
  });

  it('objects to retries in the configuration of a runner', () => {
    expect(lines('export default { retries: 2 };', 'playwright.config.ts')).toEqual([1]);
    expect(
      lines('export default { retries: process.env.CI ? 2 : 0 };', 'playwright.config.ts'),
    ).toEqual([1]);
    expect(lines('export default { retries: 0 };', 'playwright.config.ts')).toEqual([]);
  });

  it('lets tests on recorded data depend on testDataDir() alone', () => {
    const text = "const data = testDataDir();\ndescribe.runIf(data !== null)('a', () => {});";
    expect(lines(text)).toEqual([]);
  });

  it('accepts ordinary tests, tables and properties of the same name elsewhere', () => {
    expect(lines("it('a', () => {});\nit.each([1])('a', () => {});\nlist.only('a');")).toEqual([]);
    expect(lines('export const backoff = { retries: 3 };', 'lib/client/backoff.ts')).toEqual([]);
  });
});
