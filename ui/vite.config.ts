import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { licences } from "./licences.mjs";

// The pages are asked for by the first script; named in the document, they are fetched beside it.
const fetchPagesEarly: Plugin = {
  name: "fetch-pages-early",
  transformIndexHtml: (_html, { bundle = {} }) =>
    Object.values(bundle)
      .filter((file) => file.type === "chunk" && file.name === "show")
      .map(({ fileName }) => ({
        tag: "link",
        attrs: { rel: "modulepreload", crossorigin: true, href: `./${fileName}` },
      })),
};

// What others wrote is read from this machine when the window is built, and is a file of its own there.
const thirdParties: Plugin = {
  name: "third-parties",
  resolveId: (id) => (id === "virtual:licences" ? `\0${id}` : null),
  load: (id) =>
    id === "\0virtual:licences"
      ? `export const licences = JSON.parse(${JSON.stringify(JSON.stringify(licences()))});`
      : null,
};

export default defineConfig({
  plugins: [react(), fetchPagesEarly, thirdParties],
  // The window loads its files from the program itself: relative addresses, and no file inlined as data, which the content policy refuses.
  base: "./",
  // The licences are one long file, read when somebody asks for them.
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    // The machine may be busy with the rest of the suite.
    testTimeout: 30_000,
    setupFiles: ["test/setup.ts"],
    include: ["test/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
