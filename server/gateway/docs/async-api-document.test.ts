import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from 'vitest';
import { clientFrameSchemas, decodeClientFrame } from '#lib/protocol/frames/client-frame.ts';
import { decodeServerFrame, serverFrameSchemas } from '#lib/protocol/frames/server-frame.ts';
import { asyncApiDocument } from './async-api-document.ts';

const document = asyncApiDocument('9.9.9');

describe('the AsyncAPI document', () => {
  it('is valid, and the parser has nothing to complain of', async () => {
    const { diagnostics, document: parsed } = await new Parser().parse(JSON.stringify(document));
    expect(
      diagnostics.filter(({ severity }) => severity < 2).map(({ message }) => message),
    ).toEqual([]);
    expect(parsed?.version()).toBe('3.0.0');
  }, 30_000);

  it('holds every frame of either direction', () => {
    const types = [...Object.keys(clientFrameSchemas), ...Object.keys(serverFrameSchemas)];
    expect(Object.keys(document.components.messages).sort()).toEqual(types.sort());
  });

  it.each(Object.keys(clientFrameSchemas))('gives an example of %s that is accepted', (type) => {
    const example = document.components.messages[type]?.examples[0]?.payload;
    expect(decodeClientFrame(example)).toMatchObject({ type });
  });

  it.each(Object.keys(serverFrameSchemas))('gives an example of %s that can be read', (type) => {
    const example = document.components.messages[type]?.examples[0]?.payload;
    expect(decodeServerFrame(example)).toMatchObject({ type });
  });
});
