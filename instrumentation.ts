/** Refuses to serve with a configuration that cannot be used, naming what is wrong and the fix. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { readNetworkConfig } = await import('#lib/env/read-network-config.ts');
  readNetworkConfig();
}
