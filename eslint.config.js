import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/*.*", "!outputs/**/*.js"] },
  js.configs.recommended,
  {
    languageOptions: { sourceType: "script", globals: { ...globals.browser, klantreis: "writable" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "prefer-arrow-callback": "error",
      strict: ["error", "global"],
    },
  },
];
