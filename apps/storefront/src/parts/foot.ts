import { html } from 'hono/html';
import { config } from '../config.ts';
import type { Html } from '../page/section.ts';

/** The end of every page. Its trace is what to quote, and a link where traces can be read. */
export function foot({ traceId }: { traceId: string | undefined }): Html {
  const { controlRoomUrl } = config;
  return html`<p slot="foot">Watertight, ship chandlers in one hundred harbours. A shop that stays open while its parts fail.</p>
<p slot="foot">${traceId !== undefined && trace(traceId)}${controlRoomUrl !== null && html` · <a href="${controlRoomUrl}">Control room</a>`}</p>
`;
}

function trace(traceId: string): Html {
  const short = traceId.slice(0, 8);
  if (config.traceUrl === null) return html`Trace <code title="${traceId}">${short}</code>`;
  return html`Trace <a href="${config.traceUrl.replaceAll('{traceId}', traceId)}"><code>${short}</code></a>`;
}
