declare module "virtual:licences" {
  export const licences: import("../../licences.mjs").Licences;
}
