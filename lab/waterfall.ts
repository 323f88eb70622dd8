/** The part of Jaeger's trace JSON (`GET /api/traces/:id`) that a waterfall needs. Times in microseconds. */
export interface JaegerSpan {
  spanID: string;
  operationName: string;
  references: { refType: string; spanID: string }[];
  startTime: number;
  duration: number;
  tags: { key: string; value: unknown }[];
  processID: string;
}

export interface JaegerTrace {
  traceID: string;
  spans: JaegerSpan[];
  processes: Record<string, { serviceName: string }>;
}

const BAR_COLUMNS = 32;
const NAME_COLUMNS = 58;

/** A trace as text: one line per span, children indented below their parent, a bar where in time it was. */
export function waterfall(trace: JaegerTrace): string {
  const startUs = Math.min(...trace.spans.map(({ startTime }) => startTime));
  const endUs = Math.max(...trace.spans.map(({ startTime, duration }) => startTime + duration));
  const lines = flatten(trace).map(({ span, depth }) => {
    const service = trace.processes[span.processID]?.serviceName ?? '?';
    const name = `${'  '.repeat(depth)}${service} ${span.operationName}`;
    const shown = name.length > NAME_COLUMNS ? `${name.slice(0, NAME_COLUMNS - 1)}…` : name.padEnd(NAME_COLUMNS);
    return `${shown} ${bar(span, startUs, endUs)} ${milliseconds(span.startTime - startUs)} + ${milliseconds(span.duration)}${marks(span)}`;
  });
  return [
    `trace ${trace.traceID}: ${trace.spans.length} spans, ${milliseconds(endUs - startUs).trim()} ms (start + length in ms)`,
    ...lines,
  ].join('\n');
}

function flatten({ spans }: JaegerTrace): { span: JaegerSpan; depth: number }[] {
  const ids = new Set(spans.map(({ spanID }) => spanID));
  const parentOf = ({ references }: JaegerSpan) =>
    references.find(({ refType, spanID }) => refType === 'CHILD_OF' && ids.has(spanID))?.spanID;
  const below = (parent: string | undefined, depth: number): { span: JaegerSpan; depth: number }[] =>
    spans
      .filter(span => parentOf(span) === parent)
      .toSorted((one, other) => one.startTime - other.startTime)
      .flatMap(span => [{ span, depth }, ...below(span.spanID, depth + 1)]);
  return below(undefined, 0);
}

function bar({ startTime, duration }: JaegerSpan, startUs: number, endUs: number): string {
  const perColumn = Math.max(1, endUs - startUs) / BAR_COLUMNS;
  const from = Math.min(BAR_COLUMNS - 1, Math.floor((startTime - startUs) / perColumn));
  const width = Math.min(BAR_COLUMNS - from, Math.max(1, Math.round(duration / perColumn)));
  return `|${' '.repeat(from)}${'='.repeat(width)}${' '.repeat(BAR_COLUMNS - from - width)}|`;
}

const telling = ['watertight.outcome', 'error.type', 'http.response.status_code', 'watertight.degraded'];

function marks({ tags }: JaegerSpan): string {
  const said = telling.flatMap(key => tags.filter(tag => tag.key === key).map(({ value }) => String(value)));
  const failed = tags.some(({ key, value }) => key === 'error' && value === true);
  return `${said.length > 0 ? `  ${[...new Set(said)].join(' ')}` : ''}${failed ? '  FAILED' : ''}`;
}

function milliseconds(us: number): string {
  return (us / 1000).toFixed(1).padStart(7);
}
