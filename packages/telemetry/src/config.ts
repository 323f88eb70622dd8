/** Read when the process starts, before all other modules. Without a collector there is no SDK, and tracing costs nothing. */
export const config = {
  enabled: Boolean(process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) && process.env['OTEL_SDK_DISABLED'] !== 'true',
};

/** A dead collector must not hold the exit: 1.5 s instead of the exporter's 10 s. */
export const deliveryMs = 1500;
process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] ??= String(deliveryMs);
if (!/^[1-9]\d{0,8}$/.test(process.env['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'] ?? ''))
  process.env['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'] = '256';
/** The most that an attribute of a span holds, in characters. What is no whole number counts as not set. */
export const attributeChars = Number(process.env['OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT']);
// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES; attributes of the host are not needed here.
process.env['OTEL_NODE_RESOURCE_DETECTORS'] ??= 'env';
