import { readFileSync } from 'node:fs';
import { networks } from '#lib/domain/network.ts';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { isLoopbackUrl } from './loopback.ts';
import { type SettingName, type Settings, settingsSchema } from './settings-schema.ts';

/** Chain ids the local network may have: luxd's development id, and the main network's, rehearsed. */
const LOCAL_CHAIN_IDS: readonly number[] = [1337, 96369];

type Environment = Readonly<Record<string, string | undefined>>;
type Texts = Partial<Record<string, string>>;

/**
 * Reads every setting from the environment and, where CONFIG_FILE names one, from a JSON file with
 * the same keys; the environment wins, an empty text counts as absent.
 *
 * @throws ConfigurationError naming every wrong setting at once.
 */
export function readSettings(env: Environment = process.env): Settings {
  const problems: ConfigurationProblem[] = [];
  const texts = { ...fileTexts(env.CONFIG_FILE, problems), ...environmentTexts(env) };
  const parsed = settingsSchema.safeParse(texts);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const variable = String(issue.path[0] ?? 'CONFIG_FILE');
      const known = problems.some((problem) => problem.variable === variable);
      if (!known) problems.push({ variable, value: texts[variable], fix: issue.message });
    }
  }
  problems.push(...contradictions(texts, new Set(problems.map(({ variable }) => variable))));
  if (problems.length > 0 || !parsed.success) throw new ConfigurationError(problems);
  return parsed.data;
}

/**
 * The RPC endpoints in order of preference, each once: RPC_URL, then RPC_URLS; the network's where
 * neither is set.
 */
export function rpcUrlsOf(settings: Settings): readonly string[] {
  const { RPC_URL: first, RPC_URLS: all = [] } = settings;
  const given = first === undefined ? all : [first, ...all];
  return given.length === 0 ? [networks[settings.NETWORK].rpcUrl] : [...new Set(given)];
}

const settingNames = Object.keys(settingsSchema.def.shape);

function isSettingName(name: string): name is SettingName {
  return settingNames.includes(name);
}

function environmentTexts(env: Environment): Texts {
  const texts: Texts = {};
  for (const name of settingNames) {
    const text = env[name]?.trim();
    if (text !== undefined && text !== '') texts[name] = text;
  }
  return texts;
}

function fileTexts(path: string | undefined, problems: ConfigurationProblem[]): Texts {
  if (path === undefined || path.trim() === '') return {};
  const content = readJsonObject(path);
  if (content === null) {
    const fix = 'name a readable file that holds one JSON object of settings, or unset it';
    problems.push({ variable: 'CONFIG_FILE', value: path, fix });
    return {};
  }
  const texts: Texts = {};
  for (const [name, value] of Object.entries(content)) {
    const text = settingText(value);
    if (!isSettingName(name)) {
      const fix = `${path} may hold only ${settingNames.join(', ')}; remove it or correct its name`;
      problems.push({ variable: name, value: text, fix });
    } else if (text === undefined) {
      const fix = 'use a text, a number, true or false, or a list of texts';
      problems.push({ variable: name, value: JSON.stringify(value), fix });
    } else if (text !== '') {
      texts[name] = text;
    }
  }
  return texts;
}

function readJsonObject(path: string): Record<string, unknown> | null {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    return isObject ? { ...content } : null;
  } catch {
    return null;
  }
}

function settingText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.join(',');
  return undefined;
}

/** Settings that are right alone and wrong together; those already found wrong are left aside. */
function contradictions(texts: Texts, wrong: ReadonlySet<string>): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const name = texts.NETWORK ?? 'local';
  if (wrong.has('NETWORK') || !Object.hasOwn(networks, name)) return problems;
  const network = Object.values(networks).find((each) => each.name === name) ?? networks.local;
  const { CHAIN_ID: chainId, PRICE_SOURCES: sources } = texts;
  if (chainId !== undefined && !wrong.has('CHAIN_ID')) {
    const allowed = network.name === 'local' ? LOCAL_CHAIN_IDS : [network.chainId];
    if (!allowed.includes(Number(chainId))) {
      const fix = `the network ${name} has chain id ${allowed.join(' or ')}; correct it or unset it`;
      problems.push({ variable: 'CHAIN_ID', value: chainId, fix });
    }
  }
  const development = name === 'local' && rpcTexts(texts, network.rpcUrl).every(isLoopbackUrl);
  if (sources === 'simulated' && !development) {
    const fix =
      'simulated prices exist only on the local network over a loopback RPC_URL; use none';
    problems.push({ variable: 'PRICE_SOURCES', value: sources, fix });
  }
  if (!development) problems.push(...developmentKeys(texts));
  const { SIDECAR_PORT: http = '8080', SIDECAR_WS_PORT: ws = '8081' } = texts;
  if (http === ws) {
    const fix = 'it must differ from SIDECAR_PORT';
    problems.push({ variable: 'SIDECAR_WS_PORT', value: ws, fix });
  }
  problems.push(...chainContradictions(texts, wrong), ...operatorContradictions(texts));
  return problems;
}

function rpcTexts({ RPC_URL: first, RPC_URLS: all }: Texts, otherwise: string): string[] {
  const listed = all?.split(',').map((text) => text.trim()) ?? [];
  const given = first === undefined ? listed : [first, ...listed];
  return given.length === 0 ? [otherwise] : given.filter((text) => text !== '');
}

function chainContradictions(
  { RPC_URL: first, RPC_URLS: all, MAX_GAS_GWEI: most, PRIORITY_GAS_GWEI: priority }: Texts,
  wrong: ReadonlySet<string>,
): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  if (first === undefined && all !== undefined && !wrong.has('RPC_URLS') && !/https?:/.test(all)) {
    const fix = 'one of them must begin with http:// or https://, or set RPC_URL too';
    problems.push({ variable: 'RPC_URLS', value: all, fix });
  }
  if (Number(priority ?? 2) > Number(most ?? 500)) {
    const fix = 'it must not be above MAX_GAS_GWEI';
    problems.push({ variable: 'PRIORITY_GAS_GWEI', value: priority, fix });
  }
  return problems;
}

/** A key that is elsewhere needs two settings, or none. */
function operatorContradictions(texts: Texts): ConfigurationProblem[] {
  return [
    ...together(texts, {
      one: 'OPERATOR_KEYSTORE',
      other: 'OPERATOR_KEYSTORE_PASSWORD_FILE',
      what: 'the file that holds its password',
    }),
    ...together(texts, {
      one: 'OPERATOR_SIGNER_URL',
      other: 'OPERATOR_ADDRESS',
      what: 'the addresses of its keys',
    }),
  ];
}

function together(
  texts: Texts,
  { one, other, what }: { one: SettingName; other: SettingName; what: string },
): ConfigurationProblem[] {
  if (texts[one] !== undefined && texts[other] === undefined) {
    return [{ variable: other, value: undefined, fix: `${one} needs it: ${what}` }];
  }
  if (texts[other] !== undefined && texts[one] === undefined) {
    return [{ variable: one, value: undefined, fix: `set it as well, or unset ${other}` }];
  }
  return [];
}
/** Accounts whose keys everybody knows are asked for where they must not be. */
function developmentKeys(texts: Texts): ConfigurationProblem[] {
  const who = {
    MARKET_MAKER: 'the market maker signs',
    SIMULATED_TRADERS: 'simulated traders sign',
  };
  return Object.entries(who).flatMap(([variable, signs]) => {
    const value = texts[variable as keyof typeof who];
    if (value !== '1' && value !== 'true') return [];
    const fix = `${signs} with a development key, on the local network only; use 0`;
    return [{ variable, value, fix }];
  });
}
