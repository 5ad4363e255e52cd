import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { textField } from './fields.ts';
import { validate } from './validate.ts';

describe('validate', () => {
  const schema = z.object({ list: z.array(z.object({ name: textField(3) })) });

  it('gives back what has the form, without what is not in it', () => {
    expect(validate(schema, { list: [{ name: 'abc', more: 1 }] })).toEqual({
      list: [{ name: 'abc' }],
    });
  });

  it('names the first wrong field and what it should be', () => {
    expect(() => validate(schema, { list: [{ name: 'abc' }, { name: 'abcd' }] })).toThrow(
      expect.objectContaining({
        code: 'gateway/invalid-message',
        facts: { field: 'list.1.name', expected: 'expected a text of at most 3 characters' },
        message: expect.stringContaining('list.1.name: expected a text of at most 3 characters.'),
      }),
    );
  });

  it('names the message itself when it is no object at all', () => {
    expect(() => validate(schema, 7)).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ field: 'message' }) }),
    );
  });
});
