package book_test
import ("os";"testing";"github.com/tokenbook/tokenbook/specs";"github.com/tokenbook/tokenbook/internal/analysis")
func load(b *testing.B) (*specs.Document,*specs.Source,*specs.Policy){ r,_:=os.OpenRoot("../../examples/acme"); s,_:=specs.Load(r.FS(),"policy.yaml"); d,_:=specs.Parse(s); return d,s,specs.Resolve(d,s,specs.Date{})}
func BenchmarkLoad(b *testing.B){ r,_:=os.OpenRoot("../../examples/acme"); for b.Loop(){ specs.Load(r.FS(),"policy.yaml")}}
func BenchmarkParse(b *testing.B){ _,s,_:=load(b); for b.Loop(){ specs.Parse(s)}}
func BenchmarkLink(b *testing.B){ d,s,_:=load(b); for b.Loop(){ specs.Link(d,s)}}
func BenchmarkResolve(b *testing.B){ d,s,_:=load(b); for b.Loop(){ specs.Resolve(d,s,specs.Date{})}}
func BenchmarkAnalyse(b *testing.B){ _,_,p:=load(b); for b.Loop(){ analysis.Analyse(p)}}
