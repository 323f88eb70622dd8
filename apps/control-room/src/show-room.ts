import type { ServerResponse } from 'node:http';
import { Controller, Get, Header, type OnModuleDestroy, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { html } from 'hono/html';
import { CurrentState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { tables } from './tables.ts';

const FRAME_MS = 500;
/** Proxies and browsers drop a silent stream; a comment keeps it. */
const COMMENT_EVERY = 30;

/** The one screen, whole without script; with it, the tables follow by server-sent events. */
@Controller()
export class ShowRoom implements OnModuleDestroy {
  private readonly viewers = new Set<ServerResponse>();

  constructor(
    private readonly state: CurrentState,
    private readonly supervisor: Supervisor,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(): Promise<string> {
    const live = tables(await this.state.read());
    const hint = this.supervisor.present
      ? ''
      : html`<p>Containers run this shop: kill, pause and start are the engine’s verbs.</p>`;
    const page = await html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>Watertight control room</title>
          <link rel="stylesheet" href="/room.css" />
          <script type="module" src="/live.js"></script>
        </head>
        <body>
          <header>
            <h1>Watertight control room</h1>
            <p><span id="link" data-state="still">as of now; reload to see more</span> <button id="pause" type="button" hidden>Pause</button></p>
          </header>
          <main>
            ${hint}
            <div id="live" role="region" aria-label="Processes and pipelines" tabindex="0">${live}</div>
          </main>
        </body>
      </html>`;
    return page.toString();
  }

  @Get('api/state')
  read() {
    return this.state.read();
  }

  @Get('api/events')
  async events(@Res() reply: FastifyReply): Promise<void> {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 1000\n\n');
    let frames = 0;
    const timer = setInterval(async () => {
      frames += 1;
      if (raw.writableNeedDrain) return; // a viewer that does not read gets the next frame, not a queue of old ones
      const markup = (await tables(await this.state.read())).toString().replaceAll(/\s*\n\s*/g, ' ');
      raw.write(`${frames % COMMENT_EVERY === 0 ? ': still here\n' : ''}event: tables\ndata: ${markup}\n\n`);
    }, FRAME_MS);
    timer.unref();
    this.viewers.add(raw);
    raw.once('close', () => {
      clearInterval(timer);
      this.viewers.delete(raw);
    });
  }

  /** A stream without end would hold up the stop; browsers come back by themselves. */
  onModuleDestroy(): void {
    for (const viewer of this.viewers) viewer.end();
  }
}
