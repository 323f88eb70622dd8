import { EmbeddedDatabaseError } from '@watertight/embedded-databases';
import { steps } from './bootstrap/progress.mjs';
import { config, SECOND } from './config.ts';
import { ArgumentError, readArguments } from './supervisor/arguments.ts';
import { isOpen } from './supervisor/door.ts';
import { SocketTakenError } from './supervisor/api.ts';
import { NotOpenedError, type Opened } from './supervisor/open-shop.ts';
import { type Placed, placePorts } from './supervisor/place-ports.ts';
import { PortError } from './supervisor/ports.ts';
import { instances } from './supervisor/process-table.ts';
import { Shop } from './supervisor/shop.ts';
import { noteworthy } from './supervisor/users-environment.ts';
import { RedisUrlError } from './supervisor/users-redis.ts';
import { SocketFolderError } from './supervisor/socket.ts';
import { onStopSignal } from './supervisor/stop-signals.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** `npm start`: opens the shop and runs it until Ctrl-C, SIGTERM, or the end of its terminal. */
async function start(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (await isOpen()) throw new NotOpenedError('The shop is open already: npm run shop status shows it.');
  const placed = await placePorts(instances(asked), asked.ports);
  for (const { name, port, because } of placed.moved) note('port', `${name} listens on ${port}, because ${because}`);
  for (const [name, text] of noteworthy(config.env())) note(name, text);

  const shop = new Shop(placed, say);
  const close = () =>
    steps(say)(
      'stop',
      'stopping',
      () => shop.close(),
      () => 'everything has stopped',
    );
  onStopSignal({
    gently: () => void close().finally(() => process.exit(0)),
    atOnce: () => {
      shop.abandon();
      process.exit(1);
    },
  });
  try {
    sayOpen(await shop.open(), placed, await shop.roomLink());
  } catch (error) {
    if (shop.isClosing) return; // Ctrl-C came first, and ends us when everything has stopped
    await close();
    throw error;
  }
}

function sayOpen({ withoutRedis }: Opened, placed: Placed, roomLink: string): void {
  const urlOf = (name: string) => `http://localhost:${placed.instances.find(each => each.name === name)?.port}`;
  if (withoutRedis) {
    note('NO REDIS', 'orders are paid and kept, but not shipped, and nothing is learnt from them, until there is one:');
    note('', 'apt-get install redis-server, or brew install redis, or REDIS_URL=redis://…; then npm start again');
  }
  note('control room', roomLink);
  note('', 'opens once, within ten minutes; npm run shop room prints another link');
  const twin = placed.instances.find(({ isTwin }) => isTwin);
  if (twin) note('twin', `${urlOf(twin.name)}, the storefront without its patterns, over the same services`);
  note('break it', 'npm run shop kill comments; heal it: npm run shop heal');
  note('open', `after ${(performance.now() / SECOND).toFixed(1)} s; Ctrl-C stops it`);
  say(`The shop is open: ${urlOf('storefront')}`);
}

const note = (name: string, text: string) => say(`  ${name.padEnd(12)} ${text}`);

const speakForThemselves = [
  ArgumentError,
  PortError,
  NotOpenedError,
  RedisUrlError,
  SocketFolderError,
  SocketTakenError,
  EmbeddedDatabaseError,
];

start().catch((error: unknown) => {
  const isSentence = speakForThemselves.some(known => error instanceof known);
  console.error(isSentence ? (error as Error).message : error);
  process.exit(1);
});
