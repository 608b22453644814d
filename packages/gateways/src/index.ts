export { type Address, parseAddress } from './address.ts';
export { type EnvoyOptions, renderEnvoy } from './envoy/render.ts';
export { type Gateway, type GatewayMode, gateways } from './gateways.ts';
