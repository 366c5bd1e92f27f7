/* A wevtutil.exe that has something to tell: Wine's own ends well and prints nothing. It prints C:\events\<id>.xml for
   the id that the query asks for, C:\events\all.xml where it asks for several, as bytes; without that file it ends
   with 5. */
#include <stdio.h>
#include <string.h>
#include <fcntl.h>
#include <io.h>

static void path_for(int count, char **words, char *path, size_t size)
{
    snprintf(path, size, "C:\\events\\all.xml");
    for (int at = 1; at < count; at++) {
        const char *asked = strstr(words[at], "EventID=");
        int id = 0;
        if (asked == NULL || strstr(asked + 1, "EventID=") != NULL) continue;
        if (sscanf(asked, "EventID=%d", &id) == 1) snprintf(path, size, "C:\\events\\%d.xml", id);
    }
}

int main(int count, char **words)
{
    char path[64];
    path_for(count, words, path, sizeof path);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return 5;
    _setmode(_fileno(stdout), _O_BINARY);
    for (int byte = fgetc(file); byte != EOF; byte = fgetc(file)) putchar(byte);
    fclose(file);
    return 0;
}
