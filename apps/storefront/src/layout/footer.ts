import { html } from 'hono/html';
import { config } from '../config.ts';
import type { Html } from './section.ts';
import type { Visit } from './visit.ts';
import { traceLink } from './xray.ts';

/** The end of every page. Its trace is what to quote; the switch lets every page tell how it came about. */
export function footer({ traceId, calls, here }: Pick<Visit, 'traceId'> & Partial<Visit>): Html {
  const { controlRoomUrl } = config;
  return html`<p slot="foot">Watertight, ship chandlers in one hundred harbours. A shop that stays open while its parts fail.</p>
<p slot="foot">${traceId !== undefined && html`Trace ${traceLink(traceId, html`<code>${traceId.slice(0, 8)}</code>`)}`}${controlRoomUrl !== null && html` · <a href="${controlRoomUrl}">Control room</a>`}</p>
${here !== undefined && xraySwitch(calls !== undefined, here)}
`;
}

function xraySwitch(isOn: boolean, here: string): Html {
  return html`<form slot="foot" method="post" action="/xray"><input type="hidden" name="from" value="${here}"><button class="plain small" name="to" value="${isOn ? 'off' : 'on'}" aria-pressed="${String(isOn)}">X-ray <span aria-hidden="true">${isOn ? 'on' : 'off'}</span></button></form>`;
}
