import { readFileSync } from 'node:fs';
import { answer, type AppProcess, fakeServer, startApp } from '@watertight/testing';

const SERVICES = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
/** As in containers (docker-compose.yml, k8s/base). */
const HEAP = '--max-old-space-size=96 --max-semi-space-size=2';

const rssMb = ({ pid }: AppProcess) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

describe('thousands of long addresses, while the collector of traces hangs', () => {
  const other = fakeServer(() => answer.json({}, { status: 404 }));
  const collector = fakeServer(answer.nothing);

  it('cost a service little memory: the spans that wait hold a part of each', async () => {
    const room = await startApp('control-room', {
      ...Object.fromEntries(SERVICES.map(name => [`${name}_URL`, other.url])),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'control-room',
      NODE_OPTIONS: HEAP,
    });
    const address = 'x'.repeat(30_000);
    const ask = async (count: number) => {
      for (let i = 0; i < count; i += 8)
        await Promise.all(
          Array.from({ length: 8 }, (_, j) => fetch(`${room.url}/${i + j}${address}`).then(each => each.text())),
        );
    };
    await ask(200);
    const beforeMb = rssMb(room);
    await ask(2400);
    expect(rssMb(room) - beforeMb).toBeLessThan(40);
  }, 60_000);
});
