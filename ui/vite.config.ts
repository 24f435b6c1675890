import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

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

export default defineConfig({
  plugins: [react(), fetchPagesEarly],
  // The window loads its files from the program itself: relative addresses, and no file inlined as data, which the content policy refuses.
  base: "./",
  build: { outDir: "dist", target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
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
