export { type Address, parseAddress } from './address.ts';
export { type EnvoyOptions, renderEnvoy } from './envoy/render.ts';
export { type Gateway, type GatewayMode, type GatewayWorkspace, gateways } from './gateways.ts';
export { flagOf, type GatewayOption, type GivenOptions, optionFault } from './option.ts';
