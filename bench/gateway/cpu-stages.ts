import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';

/** Share of the busy time that a part of the program takes. */
export type StageShare = { readonly stage: string; readonly share: number };

/** The parts, by where their code lies and what it is called; the first that fits counts. */
const STAGES: readonly (readonly [stage: string, place: RegExp])[] = [
  // Beginning to profile is none of its work.
  ['idle', /^\(idle\)|^post@node:inspector/],
  ['collecting garbage', /^\(garbage collector\)/],
  ['WebSocket: reading frames', /ws\/lib\/(receiver|permessage|buffer-util|validation)/],
  ['WebSocket: writing frames', /ws\/lib\/(sender|websocket)|socket-outbound/],
  ['JSON read', /exact-json/],
  ['JSON written', /exact-number/],
  ['JSON written', /^(#sendFrame|#serialised|bytes|serializer)@|wire-number|setSerializerCompiler/],
  ['messages checked (schemas)', /\/zod\/|lib\/protocol\/validate/],
  ['signature and hash', /order-hasher|order-signature|native-curve|recover-signer|viem|noble/],
  ['wire to domain', /lib\/(protocol|domain)\//],
  ['order entry', /server\/(order-entry|auth)/],
  ['engine', /server\/engine/],
  ['sequencer and journal', /server\/(sequencer|journal|core-port|snapshot)/],
  ['history handed to its thread', /server\/(store|client-names)/],
  ['projections', /server\/(market-data|accounts|projection|exchange-projections)/],
  ['metrics, spans, log', /telemetry|prom-client|opentelemetry|pino/],
  ['HTTP (fastify)', /fastify|find-my-way|node:_http|node:internal\/http|llhttp|light-my-request/],
  ['gateway', /server\/gateway/],
];

/** Profiles this process until the returned function is called, which tells what took how long. */
export async function profileStages(): Promise<() => Promise<readonly StageShare[]>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return async () => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return stagesOf(profile);
  };
}

/** What is not our code (the runtime, JSON, crypto) counts for whoever called it. */
function stagesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): StageShare[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stages = new Map<number, string>();
  const walk = (node: Profiler.ProfileNode, above: string) => {
    const { functionName, url } = node.callFrame;
    const place = url === '' ? functionName : `${functionName}@${url}`;
    const stage = STAGES.find(([, pattern]) => pattern.test(place))?.[0] ?? above;
    stages.set(node.id, stage);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) walk(child, stage);
    }
  };
  const [root] = nodes;
  if (root !== undefined) walk(root, 'the runtime: sockets, timers, promises');
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const stage = stages.get(id) ?? 'unknown';
    times.set(stage, (times.get(stage) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete('idle');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([stage, time]) => ({ stage, share: time / total }))
    .sort((a, b) => b.share - a.share);
}
