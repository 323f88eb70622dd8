# One file for every app: docker build --build-arg APP=payment .
# All images share the first three stages, so the second build of all ten takes seconds.
FROM node:24-bookworm-slim AS pnpm
WORKDIR /shop
RUN npm install --global --no-fund --no-audit pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./

FROM pnpm AS workspace
RUN --mount=type=cache,id=pnpm,target=/pnpm-store pnpm fetch --store-dir /pnpm-store
COPY . .
RUN --mount=type=cache,id=pnpm,target=/pnpm-store \
    pnpm install --offline --frozen-lockfile --ignore-scripts --store-dir /pnpm-store && node tools/build.ts

# The few packages that are not in the bundle: tracing patches them in place.
FROM pnpm AS externals
RUN --mount=type=cache,id=pnpm,target=/pnpm-store \
    pnpm install --prod --prefer-offline --frozen-lockfile --ignore-scripts --filter watertight --store-dir /pnpm-store

FROM node:24-bookworm-slim
ARG APP
WORKDIR /shop
# "::" takes IPv4 connections, too; a cluster of IPv6 alone reaches nothing that listens on 0.0.0.0.
ENV NODE_ENV=production HOST=::
# glibc keeps what it freed for whoever comes next, 19 MiB for each hash of a password: a flood of sign-ins ended profile by its limit.
ENV MALLOC_MMAP_THRESHOLD_=1048576
COPY --from=externals /shop/node_modules node_modules
COPY --from=workspace /shop/build/telemetry build/telemetry
COPY --from=workspace /shop/build/chunks build/chunks
COPY --from=workspace /shop/build/${APP} build/app
USER node
CMD ["node", "--import", "./build/telemetry/start.js", "build/app/src/main.js"]
