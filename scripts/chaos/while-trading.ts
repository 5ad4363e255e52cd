/** People who trade until they are told to rest. */
export type Trading = {
  begin(): void;
  /** Rejects when one of them met what cannot be. */
  rest(): Promise<void>;
};

/**
 * Does something while people trade. They rest when it is done, also when it could not be done.
 *
 * @throws What it threw, or else what one of them met.
 */
export async function whileTrading<Result>(
  crowd: Trading,
  act: () => Promise<Result>,
): Promise<Result> {
  crowd.begin();
  const [acted] = await Promise.allSettled([act()]);
  const [rested] = await Promise.allSettled([crowd.rest()]);
  if (acted.status === 'rejected') throw acted.reason;
  if (rested.status === 'rejected') throw rested.reason;
  return acted.value;
}
