import { appsAreBuilt, until } from '@watertight/testing';
import { classifyPage } from './classify-page.ts';
import { RealShop, shopApps } from './real-shop.ts';

interface Options {
  /** Starts the control room as well, and sends it every span. Default false. */
  traces?: boolean;
}

/** A shop for one test file, from beforeAll to afterAll. Checkout's PostgreSQL is a server of its own, to be broken. */
export class TestShop extends RealShop {
  /** What the bank has captured, oldest first. */
  async captured(): Promise<{ amountMinor: bigint }[]> {
    const rows = await this.query<{ amount_minor: string }>(
      'bank',
      "SELECT amount_minor FROM captures WHERE status = 'captured' ORDER BY at",
    );
    return rows.map(row => ({ amountMinor: BigInt(row.amount_minor) }));
  }

  /** What no visitor should have caused: services that have ended, and errors and warnings that the others have logged. */
  breakages(): string[] {
    return this.names.flatMap(name => {
      const app = this.process(name);
      const lines = app.logs().split('\n');
      const broken = lines.filter(line => /a request broke|view of .* broke|uncaught|unhandled|^\(node:/i.test(line));
      return [...(app.isRunning ? [] : ['has ended']), ...broken].map(line => `${name}: ${line}`);
    });
  }
}

const TRACES_TOKEN = 'the-traces-token-of-the-tests';

/** Opens a shop for this test file. Call it while the file is read. */
export function testShop({ traces = false }: Options = {}): TestShop {
  const shop = new TestShop({
    apps: [...shopApps, ...(traces ? ['control-room'] : [])],
    quick: true,
    databases: { own: ['checkout'], connectionLimit: 100 },
    environment: (name, opened) => {
      if (!traces) return {};
      return name === 'control-room' ? { TRACES_TOKEN } : telemetry(name, opened.urlOf('control-room'));
    },
  });
  beforeAll(async () => {
    await appsAreBuilt();
    await shop.open();
    // The first requests of cold services are slow: tests are about a shop that has been open for a moment.
    await until(() => isWhole(shop), { withinMs: 20_000 }).catch(async (error: Error) => {
      const page = JSON.stringify(await productPage(shop));
      throw new Error(`${error.message}; ${page}; ${shop.breakages().join('\n')}`, { cause: error });
    });
  }, 90_000);
  // Each test breaks the shop anew: what an earlier one has taught the breakers must not answer for it.
  beforeEach(() => shop.resetPatterns().catch(() => {})); // frozen or dead: the test before left it so, and this one decides
  afterAll(() => shop.close());
  return shop;
}

const isWhole = async (shop: RealShop) => (await productPage(shop)).is === 'whole';

async function productPage(shop: RealShop) {
  const answer = await fetch(new URL('/products/kayak-deck-compass', shop.url));
  return classifyPage({ status: answer.status, html: await answer.text() });
}

function telemetry(name: string, roomUrl: string): Record<string, string> {
  return {
    OTEL_SERVICE_NAME: name,
    OTEL_EXPORTER_OTLP_ENDPOINT: roomUrl,
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: `authorization=Bearer%20${TRACES_TOKEN}`,
    OTEL_BSP_SCHEDULE_DELAY: '200',
    TRACE_URL: `${roomUrl}/traces/{traceId}`,
  };
}
