package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/tokenbook/tokenbook/internal/diag"
	"github.com/tokenbook/tokenbook/internal/escape"
	"github.com/tokenbook/tokenbook/internal/serve"
)

// defaultPort is where the preview is found where nobody asks for another place; if it is taken, one of the portTries
// after it.
const (
	defaultPort = 8642
	portTries   = 20
)

// mostShown is how many errors are printed for each build.
const mostShown = 20

func serveCommand(world World) *cobra.Command {
	var policy policyFlags
	var port int
	var templatesDir string
	c := &cobra.Command{
		Use:   "serve [POLICY]",
		Short: "Show the docs site on this machine, and again whenever the policy is saved",
		Long: `Serve builds the docs site in memory and shows it at an address of this machine. It watches every file of the policy,
builds again when one is saved, and has the browser load the page again where the page has changed. While a policy has
errors the last good site stays, with the findings beside it. Nothing is written, and nobody but this machine is
answered. Ctrl-C ends it.`,
		Example: "  tokenbook serve examples/acme/policy.yaml --port 9000",
		Args:    args(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if port < 0 || port > 65535 {
				return usageError{fmt.Errorf("--port: %d is not a port; write a number up to 65535, or 0 for any that is free", port)}
			}
			in, date, err := policy.locate(args)
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			listener, err := listen(ctx, port, c.Flags().Changed("port"))
			if err != nil {
				return err
			}
			return show(ctx, newShowing(world, in, date, templatesDir), listener)
		},
	}
	policy.add(c)
	c.Flags().StringVar(&templatesDir, "templates", "", "`folder` with templates of your own, read again with each build (see tokenbook templates)")
	c.Flags().IntVar(&port, "port", defaultPort, "the port on this machine; 0 is any that is free (default: "+strconv.Itoa(defaultPort)+", or the next that is free)")
	return c
}

// listen takes a port of this machine alone. One that was asked for is taken, or none.
func listen(ctx context.Context, port int, asked bool) (net.Listener, error) {
	tries := portTries
	if asked {
		tries = 1
	}
	var config net.ListenConfig
	var err error
	for i := range tries {
		var listener net.Listener
		listener, err = config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port+i)))
		if err == nil {
			return listener, nil
		}
	}
	return nil, fmt.Errorf("no port to listen at: %w; name another with --port", err)
}

// show serves a policy until ctx ends.
func show(ctx context.Context, s *showing, listener net.Listener) error {
	in, world := s.at, s.world
	fmt.Fprintf(world.Stdout, "%s is shown at http://%s/ (Ctrl-C ends it)\n", escape.Terminal(in.name(in.entry)), listener.Addr())
	return serve.Run(ctx, serve.Options{Listener: listener, Root: in.root, Build: s.build, Report: s.report, Now: world.Now})
}

// report prints a build: a line, and one for each error.
func (s *showing) report(e serve.Event) {
	out := s.world.Stdout
	fmt.Fprintf(out, "%s  %s\n", s.world.Now().Format(time.TimeOnly), shownLine(e))
	if e.Err != nil {
		fmt.Fprintf(s.world.Stderr, "tokenbook: %s\n%s", escape.Terminal(e.Err.Error()), escape.Terminal(string(e.Stack)))
	}
	errors := 0
	for i := range e.Findings {
		if f := e.Findings[i]; f.Severity == diag.Error && f.Counts() {
			if errors++; errors <= mostShown {
				fmt.Fprintln(out, escape.Terminal(f.String()))
			}
		}
	}
	if errors > mostShown {
		fmt.Fprintf(out, "… and %s\n", counted(errors-mostShown, "more error", "more errors"))
	}
}

func shownLine(e serve.Event) string {
	took := e.Took.Round(time.Millisecond).String()
	if e.First > 0 {
		took += ", the page on show after " + e.First.Round(time.Millisecond).String()
	}
	switch {
	case e.Broken && e.Pages > 0:
		return fmt.Sprintf("%s: the last good site stays (%s)", diag.Summary(e.Findings), took)
	case e.Broken:
		return fmt.Sprintf("%s: there is no site yet (%s)", diag.Summary(e.Findings), took)
	}
	return fmt.Sprintf("%s of %d changed, %s (%s)", counted(e.Changed, "page", "pages"), e.Pages, diag.Summary(e.Findings), took)
}
