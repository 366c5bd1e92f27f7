/* Plays setup.exe of the media: it appends to C:\setup-started.txt what it was started with, as UTF-8, a line for each
   argument, variable of its environment, and its folder; then it waits while C:\setup-waits is there, and ends with 3. */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static FILE *out;

static void tell(const char *what, const wchar_t *text)
{
    char bytes[8192];
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    fprintf(out, "%s %s\n", what, bytes);
}

int wmain(int count, wchar_t **words)
{
    wchar_t folder[4096];
    wchar_t *environment = GetEnvironmentStringsW();
    out = fopen("C:\\setup-started.txt", "ab");
    if (out == NULL) return 1;
    for (int at = 0; at < count; at++) tell("argument", words[at]);
    for (wchar_t *at = environment; *at != 0; at += wcslen(at) + 1) tell("variable", at);
    GetCurrentDirectoryW(4096, folder);
    tell("folder", folder);
    fclose(out);
    while (GetFileAttributesW(L"C:\\setup-waits") != INVALID_FILE_ATTRIBUTES) Sleep(20);
    return 3;
}
