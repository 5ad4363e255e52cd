import { parseJson } from '#lib/protocol/exact-json.ts';
import { type AskOptions, askSidecar, UNKNOWN_FORM } from './ask-sidecar.ts';
import { RequestError } from './request-error.ts';

export type FetchOptions = Omit<AskOptions, 'accept'>;

export type AnswerOptions<Answer> = FetchOptions & {
  /** Reads the answer's JSON, numbers as their exact texts; throws on another form. */
  readonly decode: (value: unknown) => Answer;
};

/**
 * Asks one address of the sidecar's REST interface.
 *
 * @throws RequestError when there is no answer, an error is answered, or the answer has another form.
 */
export async function fetchAnswer<Answer>(
  url: string,
  { decode, ...options }: AnswerOptions<Answer>,
): Promise<Answer> {
  const { body } = await askSidecar(url, options);
  try {
    return decode(parseJson(body));
  } catch (cause) {
    throw new RequestError(UNKNOWN_FORM, { code: 'client/bad-answer', cause });
  }
}
